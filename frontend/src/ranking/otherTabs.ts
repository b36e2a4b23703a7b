import { useEffect, useState } from "react";

const channelOf = (user: string): BroadcastChannel | null =>
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`podium:tabs:${user}`);

/** What one tab tells the others: it has opened a task, has had it open before, has left it, has handed it in. */
type Word = { kind: "opened" | "here" | "left" | "handed-in"; assignment: string };

/** Tell this person's other tabs that an assignment was handed in. */
export function tellOtherTabs(user: string, assignment: string): void {
  const channel = channelOf(user);
  channel?.postMessage({ kind: "handed-in", assignment } satisfies Word);
  channel?.close();
}

/** Whether the assignment shown here was open in another tab before, and whether it was handed in from one meanwhile. */
export function useOtherTabs(user: string, assignment: string): { isOpen: boolean; isHandedIn: boolean } {
  const [isOpen, setOpen] = useState(false);
  const [isHandedIn, setHandedIn] = useState(false);
  useEffect(() => {
    const channel = channelOf(user);
    if (!channel) return;
    let isGone = false;
    const say = (kind: Word["kind"]) => channel.postMessage({ kind, assignment } satisfies Word);
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.assignment !== assignment) return;
      if (data.kind === "opened" && !isGone) say("here");
      if (data.kind === "here") setOpen(true);
      if (data.kind === "handed-in") setHandedIn(true);
      if (data.kind !== "left") return;
      setOpen(false);
      say("opened"); // A third tab may still have it.
    };
    const leave = () => {
      isGone = true; // A tab that closes may still hear the others ask who is left.
      say("left");
    };
    const comeBack = () => {
      if (isGone) say("opened");
      isGone = false;
    };
    say("opened");
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
      leave();
      channel.close();
    };
  }, [user, assignment]);
  return { isOpen, isHandedIn };
}
