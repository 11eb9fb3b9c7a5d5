/** A `T` that only the parser of `B` makes, so that a type says that a check was done. Costs nothing at run time. */
export type Brand<T, B extends string> = T & { readonly __brand: B }
