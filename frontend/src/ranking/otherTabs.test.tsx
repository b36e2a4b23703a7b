import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { useOtherTabs } from "./otherTabs";

const other = new BroadcastChannel("podium:tabs:bob");
const heard: string[] = [];
other.onmessage = ({ data }: MessageEvent<{ kind: string }>) => heard.push(data.kind);

afterEach(() => {
  cleanup();
  heard.length = 0;
});

const ask = () => other.postMessage({ kind: "opened", assignment: "a" });

it("test_it_answers_who_asks_but_not_when_it_is_on_its_way_out", async () => {
  renderHook(() => useOtherTabs("bob", "a"));
  ask();
  await waitFor(() => expect(heard).toEqual(["opened", "here"]));
  act(() => void window.dispatchEvent(new Event("pagehide")));
  await waitFor(() => expect(heard).toEqual(["opened", "here", "left"]));
  ask();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toEqual(["opened", "here", "left"]);
  act(() => void window.dispatchEvent(new Event("pageshow")));
  ask();
  await waitFor(() => expect(heard).toEqual(["opened", "here", "left", "opened", "here"]));
});
