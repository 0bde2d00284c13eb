export { type Connection, connectionFromUrl } from "./connection.ts";
export { type InsertRequest, type InsertResult, insert } from "./insert.ts";
export { type QueryName, queries } from "./queries/index.ts";
export { type FilterField, filterFields, time } from "./query-params.ts";
export { type QueryParams, type QueryRequest, type QueryRow, runQuery, select } from "./run-query.ts";
export { column, join, type Placeholder, Sql, sql, table } from "./sql.ts";
export { dropStaging, fillStaging, type Moved, moveStaging, openStaging, type Staging } from "./staging.ts";
