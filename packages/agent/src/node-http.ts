/**
 * Node's HTTP without what an `import` of it brings along: that reads every export, WebSocket's too, and so loads undici, which takes 13 MB
 * of memory.
 */
export const http = process.getBuiltinModule("node:http");

/** With TLS, which takes 4 MB: loaded where it is used. */
export const loadHttps = () => process.getBuiltinModule("node:https");
