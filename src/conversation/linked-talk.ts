import type { House } from "./house";
import type { FlowPosition, Session } from "./session";

/** The command with which the talk of a person is asked to go on in a chat that has just been linked to it. */
export const linkedCommand = "!linked";

/**
 * The session with what was begun in a chat before it was linked, so that nothing given is lost: it is set aside, older than
 * what the person has set aside already; where nothing is open here, it is what goes on now.
 */
export function adopting(session: Session, left: Session | null, house: House): Session {
  if (left === null) return session;
  const { position, aside } = session.state;
  const begun = [...left.state.aside, ...(left.state.position ? [left.state.position] : [])];
  const kept = begun.filter((one) => isWorthKeeping(one, house) && !aside.some((own) => isSame(own, one)));
  const newest = kept.at(-1);
  if (newest === undefined) return session;
  const goesOn = position === undefined && left.state.position === newest;
  const others = goesOn ? kept.slice(0, -1) : kept;
  const state = { ...session.state, aside: [...others, ...aside], ...(goesOn ? { position: newest } : {}) };
  return { ...session, state };
}

function isWorthKeeping({ flow, answers }: FlowPosition, house: House): boolean {
  const isErrand = house.flows.get(flow)?.errand === true;
  return flow !== house.welcome && !isErrand && Object.keys(answers).length > 0;
}

const isSame = (one: FlowPosition, other: FlowPosition): boolean =>
  one.flow === other.flow && one.touchedAt === other.touchedAt;
