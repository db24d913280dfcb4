import fc from "fast-check";

// Every change is judged by the same examples in CI; at a desk each run has new ones, and a counterexample names its seed.
if (process.env["CI"]) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_230_320 });

/** fast-check as every property of ours uses it. */
export default fc;
