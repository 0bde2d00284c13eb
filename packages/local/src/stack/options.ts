/** What `npm start` was asked for; defaults stand in cli.ts. */
export type StackOptions = {
  ports: Ports;
  /** Absolute path. */
  dataDir: string;
  clickhouseUrl: string | undefined;
  /** Events of sample data; 0 for none. */
  seedEvents: number;
  demo: boolean;
  reset: boolean;
  /** What child processes inherit beside their own variables. */
  env: NodeJS.ProcessEnv;
  dev: boolean;
};

export type Ports = {
  demo: number;
  backend: number;
  dashboard: number;
  ingest: number;
  api: number;
  clickhouse: number;
};

/** Everything listens on the loopback address alone. */
export const host = "127.0.0.1";

export const urlOf = (port: number): string => `http://${host}:${port}`;
