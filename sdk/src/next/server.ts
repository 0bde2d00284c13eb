export { TraceLink, type TraceLinkProps, traceparent } from "./trace-link.tsx";
