declare const brandName: unique symbol;

/** A plain value that has passed its one parser: the compiler keeps it apart from every other text or number. */
export type Brand<Value, Name extends string> = Value & { readonly [brandName]: Name };
