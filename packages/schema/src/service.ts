import { z } from "zod";

/** Kinds of telemetry that a service can send, as the catalogue of services names them. */
export const Signal = z.enum(["events", "logs", "metrics", "spans"]);
export type Signal = z.infer<typeof Signal>;

const Link = z.object({
  title: z.string().trim().min(1).max(100),
  /** Opened in people's browsers, so nothing but http and https. */
  url: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).max(2_048),
});

/** What people say about a service: nothing of it can be found in telemetry. */
const notes = {
  /** Team that answers for the service; empty where nobody has said. */
  ownerTeam: z.string().trim().max(100),
  description: z.string().trim().max(2_000),
  /** How much it matters: 1 is the most; null where nobody has said. */
  tier: z.int().min(1).max(4).nullable(),
  /** Runbooks, repositories, dashboards. */
  links: z.array(Link).max(20),
};

export const ServiceNotes = z.object(notes);
export type ServiceNotes = z.infer<typeof ServiceNotes>;

/** A change names the fields that it sets; the others stay. `links` is set as a whole. */
export const ServiceChange = z.strictObject(notes).partial();
export type ServiceChange = z.infer<typeof ServiceChange>;

/** Epoch milliseconds, by the sender's clock. */
const seen = { firstSeen: z.int(), lastSeen: z.int() };

/** What telemetry tells of a service. */
export const SeenService = z.object({
  /** `service.name` of the resource; of browser events the name that the site gave its part. */
  name: z.string(),
  ...seen,
  signals: z.array(Signal),
  /** `deployment.environment.name` of the resource; empty where it is unknown. The one heard of last first. */
  environments: z.array(z.object({ name: z.string(), ...seen, signals: z.array(Signal) })),
  /** How many there were within the last 24 hours; of metrics, data points. */
  lastDay: z.record(Signal, z.int().min(0)),
});
export type SeenService = z.infer<typeof SeenService>;

/** A service as the members of its project see it. */
export const Service = SeenService.extend(ServiceNotes.shape);
export type Service = z.infer<typeof Service>;
