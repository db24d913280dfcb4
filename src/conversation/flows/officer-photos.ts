import type { Text } from "../../domain/shared/text";
import type { FlowContext, Given } from "../flow";
import type { OfficerWork } from "./officer-desks";

type Known = Given<OfficerWork>;

/** The photos of the papers of the open task, while it is still the one that waits; looked up for this officer each time. */
function photosOf({ task, skipTasks = [] }: Known, context: FlowContext): readonly string[] {
  const found = context.look("next-task", { skipIds: skipTasks });
  return found?.taskId === task?.taskId ? (found?.care?.photos ?? []) : [];
}

/** One photo of a family's papers, the first to begin with. */
export const photo = {
  type: "choose",
  key: "photoVerdict",
  prompt: (given: Known, context: FlowContext): Text[] => {
    const of = photosOf(given, context).length;
    const nth = (given.photoAt ?? 0) + 1;
    return [nth > of ? { key: "officer.photo.none" } : { key: "officer.photo", params: { nth, of } }];
  },
  file: (given: Known, context: FlowContext) => {
    const attachmentId = photosOf(given, context)[given.photoAt ?? 0];
    return attachmentId === undefined ? undefined : { attachmentId };
  },
  options: (given: Known, context: FlowContext) => [
    ...(photosOf(given, context).length > (given.photoAt ?? 0) + 1
      ? [{ value: "next", label: { key: "officer.photo.next" }, next: "nextPhoto" as const }]
      : []),
    { value: "back", label: { key: "officer.photo.back" }, next: "closePhotos" as const },
  ],
  why: { key: "officer.task.why" },
} as const;

/** The next photo. */
export function nextPhoto({ photoAt = 0 }: Known): { next: "photo"; set: Known } {
  return { next: "photo", set: { photoAt: photoAt + 1 } };
}

/** Back to the task; the photos begin anew next time. */
export function closePhotos(): { next: "task"; set: Known } {
  return { next: "task", set: { photoAt: 0 } };
}
