export { DataDirectoryLocked } from "./engine.ts";
export { type ClickHouseServer, type StartOptions, startClickHouseServer } from "./start.ts";
