import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { MongoClient } from "../../support/driver";
import type { Surroundings } from "./table";

const GIB = 2 ** 30;

/** This machine, and the versions of what runs on it; of the server at the address, too, where one is given. */
export async function surroundings(mongodbUri: string | undefined): Promise<Surroundings> {
  const [cpu] = cpus();
  return {
    machine: {
      cores: `${cpus().length} x ${cpu?.model.trim() || "unknown"}`,
      memory: `${Math.round(totalmem() / GIB)} GiB`,
      system: `${type()} ${release()}`,
    },
    versions: {
      node: process.versions.node,
      "embedded engine": `lmdb ${versionOf("lmdb")}, mingo ${versionOf("mingo")}`,
      mongoose: versionOf("mongoose"),
      ...(mongodbUri === undefined ? {} : { "MongoDB server": await serverOf(mongodbUri) }),
    },
  };
}

/** The version of an installed package. */
function versionOf(name: string, from = join(__dirname, "../../..")): string {
  const file = join(from, "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** What the server says of itself; engines that only speak MongoDB's protocol tell less than MongoDB. */
async function serverOf(uri: string): Promise<string> {
  const client = await new MongoClient(uri).connect();
  try {
    const admin = client.db().admin();
    const built = await admin.command({ buildInfo: 1 }).catch(() => ({ version: undefined }));
    const hello = await admin.command({ hello: 1 });
    const internal = hello["internal"] as { documentdb_versions?: readonly string[] } | undefined;
    const documentDb = internal?.documentdb_versions?.[0];
    const version = documentDb === undefined ? built["version"] : `DocumentDB ${documentDb}`;
    return `${String(version ?? "version not told")}, wire version ${String(hello["maxWireVersion"])}`;
  } finally {
    await client.close();
  }
}
