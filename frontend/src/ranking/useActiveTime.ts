import { useCallback, useEffect, useRef } from "react";
import { readTime, setVisible, signOfLife, startTime } from "./activeTime";

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

export type Clock = { activeMs: () => number; idleFor: () => number };

/** Count the time someone is at work with this task, going on from `before`. */
export function useActiveTime(before: number): Clock {
  const time = useRef(startTime(performance.now(), before));
  useEffect(() => {
    const sign = () => {
      time.current = signOfLife(time.current, performance.now());
    };
    const look = () => {
      time.current = setVisible(time.current, performance.now(), document.visibilityState === "visible");
    };
    for (const name of SIGNS) window.addEventListener(name, sign, { passive: true });
    document.addEventListener("visibilitychange", look);
    return () => {
      for (const name of SIGNS) window.removeEventListener(name, sign);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return {
    activeMs: useCallback(() => {
      time.current = readTime(time.current, performance.now());
      return Math.round(time.current.ms);
    }, []),
    idleFor: useCallback(() => performance.now() - time.current.sign, []),
  };
}
