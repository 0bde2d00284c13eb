import { Component, type ErrorInfo, type ReactNode } from "react";
import type { Client } from "../index.ts";
import { isControlFlow, reportReactError } from "./react-errors.ts";
import { ClientContext, runningClient } from "./running-client.ts";

/** What is shown instead: a node, or a function of the error and of what renders the children again. */
export type ErrorFallback = ReactNode | ((failure: { error: unknown; reset: () => void }) => ReactNode);

export type ErrorBoundaryProps = {
  /** Default: nothing. */
  fallback?: ErrorFallback;
  /** Called after the error was reported. */
  onError?: ((error: unknown, info: ErrorInfo) => void) | undefined;
  /** When one of these changes, such as the route, the children are rendered again. */
  resetKeys?: readonly unknown[] | undefined;
  children?: ReactNode;
};

type Failure = { error: unknown };
type State = { failure: Failure | null };

/** Reports what its children throw while they render, and shows something else in their place. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  static override contextType: typeof ClientContext = ClientContext;

  static getDerivedStateFromError(error: unknown): State {
    if (isControlFlow(error)) throw error;
    return { failure: { error } };
  }

  override state: State = { failure: null };

  declare context: Client | null;

  reset = (): void => this.setState({ failure: null });

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    reportReactError(error, { client: this.context ?? runningClient(), info, handled: true });
    this.props.onError?.(error, info);
  }

  override componentDidUpdate({ resetKeys: before = [] }: ErrorBoundaryProps): void {
    const { resetKeys: now = [] } = this.props;
    const isChanged = now.length !== before.length || now.some((key, index) => !Object.is(key, before[index]));
    if (this.state.failure && isChanged) this.reset();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    const { children, fallback } = this.props;
    if (!failure) return children;
    return typeof fallback === "function" ? fallback({ error: failure.error, reset: this.reset }) : fallback;
  }
}
