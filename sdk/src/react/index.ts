export { ErrorBoundary, type ErrorBoundaryProps, type ErrorFallback } from "./error-boundary.tsx";
export { usePage, usePerigee, useTrack } from "./hooks.ts";
export { PerigeeProvider, type PerigeeProviderProps } from "./perigee-provider.tsx";
export { type ReactErrorHandlers, reactErrorHandlers } from "./react-errors.ts";
export { runningClient } from "./running-client.ts";
