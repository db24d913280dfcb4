/** MongoDB's names for the codes that this engine answers; drivers and applications look at the number. */
const CODE_NAMES = {
  2: "BadValue",
  9: "FailedToParse",
  14: "TypeMismatch",
  17: "ProtocolError",
  20: "IllegalOperation",
  26: "NamespaceNotFound",
  27: "IndexNotFound",
  28: "PathNotViable",
  40: "ConflictingUpdateOperators",
  43: "CursorNotFound",
  48: "NamespaceExists",
  52: "DollarPrefixedFieldName",
  54: "NotSingleValueField",
  56: "EmptyFieldName",
  59: "CommandNotFound",
  66: "ImmutableField",
  67: "CannotCreateIndex",
  72: "InvalidOptions",
  73: "InvalidNamespace",
  85: "IndexOptionsConflict",
  86: "IndexKeySpecsConflict",
  115: "CommandNotSupported",
  168: "InvalidPipelineOperator",
  171: "CannotIndexParallelArrays",
  238: "NotImplemented",
  10334: "BSONObjectTooLarge",
  11000: "DuplicateKey",
  40324: "Location40324",
  40414: "Location40414",
  40415: "Location40415",
} as const;

/** The codes of MongoDB that this engine answers. */
export type ErrorCode = keyof typeof CODE_NAMES;

/** A refusal that the client is told of, with MongoDB's code. Anything else that is thrown is a defect of the engine. */
export class EngineError extends Error {
  readonly codeName: string;

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Further fields of the answer, such as `keyPattern` and `keyValue` of a duplicate. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "EngineError";
    this.codeName = CODE_NAMES[code];
  }
}

/** What the client is told about a failure; a defect becomes code 8 with its message. */
export function describeFailure(error: unknown): Record<string, unknown> {
  if (error instanceof EngineError) {
    return { code: error.code, codeName: error.codeName, errmsg: error.message, ...error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 8, codeName: "UnknownError", errmsg: `the embedded engine failed: ${message}` };
}
