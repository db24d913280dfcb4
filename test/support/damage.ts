import mongoose from "mongoose";

/**
 * Damages what is sealed in one field of somebody's stored documents, beside the storage that keeps them: its bytes, or (`key`)
 * so that it is sealed under a key that nobody here was given.
 */
export async function damage(
  uri: string,
  { collection, filter, field }: { readonly collection: string; readonly filter: object; readonly field: string },
  what: "bytes" | "key" = "bytes",
): Promise<void> {
  const beside = await mongoose.createConnection(uri).asPromise();
  const change = what === "key" ? { [`${field}.k`]: "no such key" } : { [`${field}.b`]: Buffer.alloc(60) };
  const { modifiedCount } = await beside.collection(collection).updateMany(filter, { $set: change });
  await beside.close();
  if (modifiedCount === 0) throw new Error("there was nothing to damage");
}
