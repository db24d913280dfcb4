import mongoose from "mongoose";

/** Damages what is sealed in one field of somebody's stored documents, beside the storage that keeps them. */
export async function damage(
  uri: string,
  { collection, filter, field }: { readonly collection: string; readonly filter: object; readonly field: string },
): Promise<void> {
  const beside = await mongoose.createConnection(uri).asPromise();
  const { modifiedCount } = await beside
    .collection(collection)
    .updateMany(filter, { $set: { [`${field}.k`]: "no such key" } });
  await beside.close();
  if (modifiedCount === 0) throw new Error("there was nothing to damage");
}
