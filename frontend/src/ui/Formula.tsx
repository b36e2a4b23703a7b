import { useEffect, useRef, useState } from "react";

/** A formula, set once the typesetter is there. What cannot be set stays as it was written. */
export function Formula({ tex, display }: { tex: string; display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [isSet, setSet] = useState(false);
  useEffect(() => {
    let given = false;
    import("./typesetter").then(
      ({ typeset }) => {
        if (!given && place.current) setSet(typeset(tex, display, place.current));
      },
      () => undefined,
    );
    return () => {
      given = true;
    };
  }, [tex, display]);
  return (
    <span className="formula" data-display={display} dir="ltr">
      <span ref={place} hidden={!isSet} />
      {!isSet && <code>{tex}</code>}
    </span>
  );
}
