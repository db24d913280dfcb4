import mongoose from "mongoose";

/** Documents written and questions asked, for one message. */
export interface Writes {
  readonly documents: number;
  readonly looks: number;
}

/** How many documents a call writes; none where it only looks. */
function documentsOf(method: string, args: readonly unknown[]): number {
  const [first] = args;
  if (method === "bulkWrite" || method === "insertMany") return (first as readonly unknown[]).length;
  const chosen = (first as { readonly _id?: { readonly $in?: readonly unknown[] } } | undefined)?._id?.$in;
  if (method === "updateMany") return chosen?.length ?? 1;
  return /^(insert|update|findOneAndUpdate|replace|delete)/u.test(method) ? 1 : 0;
}

/** Counts what our own storage asks of the database in this process, until the end is asked for. */
export function watchWrites(): { end(messages: number): Writes } {
  let documents = 0;
  let looks = 0;
  mongoose.set("debug", (_collection: string, method: string, ...args: unknown[]) => {
    const count = documentsOf(method, args);
    documents += count;
    if (count === 0) looks += 1;
  });
  return {
    end: (messages) => {
      mongoose.set("debug", false);
      return { documents: documents / messages, looks: looks / messages };
    },
  };
}
