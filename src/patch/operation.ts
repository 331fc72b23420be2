import type { Operation } from "rfc6902";

/** One operation of RFC 6902, section 4. */
export type { Operation } from "rfc6902";

/** Puts `str` into the text at `path`, before its UTF-16 code unit number `pos` (PROTOCOL.md, "Text that grows"). */
export interface TextInsertion {
  op: "str_ins";
  path: string;
  pos: number;
  str: string;
}

/** Takes `len` UTF-16 code units out of the text at `path`, from number `pos` on (PROTOCOL.md, "Text that grows"). */
export interface TextDeletion {
  op: "str_del";
  path: string;
  pos: number;
  len: number;
}

/** What only our own ends understand. `toReplace` turns it into RFC 6902 for everybody else. */
export type TextOperation = TextInsertion | TextDeletion;

/** Everything `applyPatch` applies. */
export type PatchOperation = Operation | TextOperation;
