"use client";

import {
  type ComponentProps,
  type ComponentType,
  cloneElement,
  lazy,
  type ReactElement,
  Suspense,
  useState,
} from "react";

export type FloatProps = {
  /** The button that opens what floats. */
  face: ReactElement<ComponentProps<"button">>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/**
 * Makes a component whose code comes when someone reaches for its button. Menus and popovers bring 60 kB (gzip) of positioning
 * and focus handling, which nobody needs before the first of them opens.
 */
export function onDemand<Props extends FloatProps>(load: () => Promise<ComponentType<Props>>) {
  const Float = lazy(async () => ({ default: await load() }));
  return function OnDemand(props: Props) {
    const [wanted, setWanted] = useState(false);
    const { face, open, onOpenChange } = props;
    if (open && !wanted) setWanted(true);
    if (!wanted) {
      const fetchEarly = () => void load();
      return cloneElement(face, {
        "aria-haspopup": true,
        "aria-expanded": false,
        onPointerEnter: fetchEarly,
        onFocus: fetchEarly,
        onClick: () => onOpenChange(true),
      });
    }
    return (
      <Suspense fallback={face}>
        <Float {...props} />
      </Suspense>
    );
  };
}
