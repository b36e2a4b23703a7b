import { useState } from "react";

const NAME = "podium:single-keys";

/** Whether keys without a modifier act; remembered in this browser. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(NAME) !== "off");
  const change = (next: boolean) => {
    localStorage.setItem(NAME, next ? "on" : "off");
    setOn(next);
  };
  return [on, change];
}
