import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * A module of ours for a script that is not TypeScript: `name` (without its ending) beside the script at the address
 * `beside`. Where the service runs from its sources, so does the module.
 */
export function ownModule(name, beside) {
  const require = createRequire(beside);
  if (!existsSync(new URL(`${name}.js`, beside))) require("tsx/cjs/api").register();
  return require(name);
}
