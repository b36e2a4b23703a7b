import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

export const deleteToken = (id: string) => request("DELETE", `/api/tokens/${id}`, z.unknown());
export const useDeleteToken = () => useWrite(deleteToken, [["tokens"]]);
