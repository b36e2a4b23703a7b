import type { Invite } from "../api/listInvites";

type Shown = { words: string; tone: "live" | "good" | "warning" | "none" };

const STATES: Record<Invite["state"], Shown> = {
  open: { words: "open", tone: "live" },
  revoked: { words: "revoked", tone: "warning" },
  expired: { words: "expired", tone: "none" },
  used_up: { words: "used up", tone: "good" },
};

export const inviteState = (state: Invite["state"]): Shown => STATES[state];
