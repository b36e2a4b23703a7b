import { useEffect, useState } from "react";

const nameOf = (user: string): string => `podium:submitted:${user}`;

/** Tell this person's other tabs that an assignment was handed in. */
export function tellOtherTabs(user: string, assignment: string): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(nameOf(user));
  channel.postMessage(assignment);
  channel.close();
}

/** Whether the assignment shown here was handed in from another tab meanwhile. */
export function useHandedInElsewhere(user: string, assignment: string): boolean {
  const [isHandedIn, setHandedIn] = useState(false);
  useEffect(() => {
    if (typeof BroadcastChannel === "undefined") return;
    const channel = new BroadcastChannel(nameOf(user));
    channel.onmessage = ({ data }) => data === assignment && setHandedIn(true);
    return () => channel.close();
  }, [user, assignment]);
  return isHandedIn;
}
