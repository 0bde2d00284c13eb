import fc from "fast-check";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Characters of all lengths and kinds. fast-check's own unit `binary` takes seconds to be made ready, in each file anew. */
export const anyText = fc.uint8Array().map((bytes) => `ä€😀${utf8.decode(bytes)}`);
