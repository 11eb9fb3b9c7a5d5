/** Something that the person who starts the local edge can put right: told without a stack. */
export class LocalEdgeError extends Error {}
