import { Accessibility, defaultPreset, PointerActivationConstraints, PointerSensor } from "@dnd-kit/dom";
import { DragDropProvider, DragOverlay, useDraggable, useDroppable } from "@dnd-kit/react";
import type { ReactNode } from "react";

/** Where an answer can be dropped: a rank, or back among the unplaced (null). */
export type Target = number | null;

const sensors = [
  PointerSensor.configure({
    activationConstraints: [new PointerActivationConstraints.Distance({ value: 4 })],
  }),
];
// Keys move answers by our own commands and say what they did; the library's key instructions would be wrong here.
const plugins = defaultPreset.plugins.filter((plugin) => plugin !== Accessibility);

type AreaProps = {
  children: ReactNode;
  onDrop: (answer: string, target: Target) => void;
  preview: (answer: string) => ReactNode;
};

export function DragArea({ children, onDrop, preview }: AreaProps) {
  return (
    <DragDropProvider
      sensors={sensors}
      plugins={plugins}
      onDragEnd={({ operation, canceled }) => {
        const { source, target } = operation;
        if (!canceled && source && target) onDrop(source.data.answer as string, target.data.target as Target);
      }}
    >
      {children}
      <DragOverlay dropAnimation={null}>{(source) => preview(source.data.answer as string)}</DragOverlay>
    </DragDropProvider>
  );
}

/** Make an element a grip of an answer; `place` tells the grips of one answer apart. */
export function useGrip(answer: string, place: "card" | "panel") {
  const { ref, isDragging } = useDraggable({ id: `${place}:${answer}`, data: { answer } });
  return { grip: ref, isDragging };
}

export function useTarget(target: Target) {
  const { ref, isDropTarget } = useDroppable({ id: `rank:${target ?? "none"}`, data: { target } });
  return { target: ref, isOver: isDropTarget };
}
