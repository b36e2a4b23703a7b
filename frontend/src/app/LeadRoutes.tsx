import type { Me } from "../api/getMe";

export function LeadRoutes({ me }: { me: Me }) {
  return <p>{me.name}</p>;
}
