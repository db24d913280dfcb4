import { type Collection, type Document, MongoClient, type MongoServerError } from "./driver";
import { openTestDatabase, type TestDatabase } from "./engine";

type Things = Collection<Document & { _id: number | string }>;

/** What the suites of the engine's contract work with: an engine for the whole file, and a collection anew for each test. */
export interface Bench {
  readonly uri: string;
  readonly client: MongoClient;
  readonly things: Things;
  /** The number of the test in its file, for the names of further collections. */
  readonly sequence: number;
  /** The code with which the engine refuses the work; undefined where it does not. */
  codeOf(work: Promise<unknown>): Promise<number | string | undefined>;
  /** The ids of the things that a filter finds, in the order asked for. */
  ids(filter: Document, sort?: Document): Promise<unknown[]>;
  /** `it`, for what is promised of the embedded engine alone. */
  readonly onEmbedded: jest.It;
}

/**
 * Opens a bench for a file of tests: what the application relies on, through the real driver, on whichever engine MONGODB_URI
 * chooses.
 *
 * Where the DocumentDB engine (behind its gateway) differs from MongoDB and from the embedded engine:
 * - its errors carry neither `keyPattern` nor `keyValue`; the application reads the code 11000 alone;
 * - other codes than 11000 arrive as the extension's own, so that they are compared on the embedded engine only;
 * - documents with a time to live are removed by a job that runs once a minute, so that this is tested on the embedded engine only;
 * - `$inc` and `$mul` take a boolean for a number, where MongoDB refuses;
 * - `$unset`, `$pull`, `$pullAll` and `$pop` on a path that leads nowhere make the documents on the way or refuse, where MongoDB
 *   leaves the document alone; `$push` and `$addToSet` of no elements leave a missing array missing, where MongoDB makes it;
 * - a `$push` whose `$slice` takes everything away again counts as modified or not, and with a `$slice` of 0 leaves a missing
 *   array missing, where MongoDB makes it;
 * - `$count` over nothing gives one document with 0, where MongoDB gives none;
 * - a cursor that is not open is refused by the gateway itself, with the code 43 of both.
 */
export function openBench(): Bench {
  let database: TestDatabase;
  let client: MongoClient;
  let things: Things;
  let sequence = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
    client = await new MongoClient(database.uri).connect();
  });
  beforeEach(() => {
    sequence += 1;
    things = client.db().collection(`things_${sequence}`);
  });
  afterAll(async () => {
    await client.close();
    await database.close();
  });
  return {
    get uri() {
      return database.uri;
    },
    get client() {
      return client;
    },
    get things() {
      return things;
    },
    get sequence() {
      return sequence;
    },
    codeOf,
    ids: async (filter, sort = { _id: 1 }) =>
      (
        await things
          .find(filter)
          .sort(sort as never)
          .toArray()
      ).map(({ _id }) => _id),
    onEmbedded: process.env["MONGODB_URI"] ? it.skip : it,
  };
}

async function codeOf(work: Promise<unknown>): Promise<number | string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return (error as MongoServerError).code;
  }
}
