import * as z from "zod/mini";
import { request } from "./request";

const Renewal = z.object({ lease_until: z.string() });

export const renewAssignment = (id: string) => request("POST", `/api/assignments/${id}/renew`, Renewal);
