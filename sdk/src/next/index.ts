export { nextVitals, PerigeeVitals } from "./next-vitals.ts";
export { PerigeeNext, type PerigeeNextProps, PerigeePages } from "./perigee-next.tsx";
export { type RouteParams, routePatternOf } from "./route-pattern.ts";
