import type { Member } from "../api/listMembers";

export const memberName = ({ user }: Member): string => user.name || user.email;
