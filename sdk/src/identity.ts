import type { CoreClient } from "./client.ts";
import { guard } from "./safely.ts";
import type { Props } from "./wire.ts";

export type Identity = {
  /**
   * Says who the visitor is. Sent with everything that follows, until `reset`.
   * @param userId your own id of the visitor, at most 200 characters
   * @param traits scalars such as a plan; they become properties `user.<name>` of everything that follows
   */
  identify(userId: string, traits?: Record<string, unknown>): void;
  /** Forgets visitor and properties, and begins a new session, as on signing out. */
  reset(): void;
  /** Adds properties to everything that follows; undefined takes one away. */
  setProps(props: Record<string, unknown>): void;
};

/** Who the visitor is, and what holds for everything that follows. */
export function identity({ context }: CoreClient): Identity {
  const become = (userId: string | undefined, props: object) => {
    // What was recorded until now was not of this visitor.
    context.delivery.seal();
    Object.assign(context.identity, { userId, props: props as Props });
  };

  context.on("forget", () => become(undefined, {}));

  return {
    identify: guard((userId, traits = {}) => {
      const props: Record<string, unknown> = { ...context.identity.props };
      for (const name of Object.keys(traits)) props[`user.${name}`] = traits[name];
      become(`${userId}`, props);
    }),
    reset: guard(() => {
      context.sessions.forget();
      context.tell("forget", true);
    }),
    setProps: guard((props) => become(context.identity.userId, { ...context.identity.props, ...props })),
  };
}
