import type { SendFailure } from "../../delivery/channel";
import type { OutboundTemplate } from "../../domain/messaging/message";
import type { GraphError } from "./client";
import { meaningOf, templateRestMs } from "./failures";
import type { TemplateTrouble } from "./template-events";

/** The templates that the platform does not send just now: only what needs them waits, until an operator has acted. */
export class TemplateFaults {
  /** The moment of the next try, by template and language. There are few templates, so it stays small. */
  private readonly nextTryAt = new Map<string, number>();

  constructor(
    private readonly onFault: ((trouble: TemplateTrouble) => void) | undefined,
    private readonly now: () => number,
  ) {}

  /** Why a message must wait for its template; `undefined` where it may go, and then it is the one that tries. */
  resting(template: OutboundTemplate | undefined): SendFailure | undefined {
    const until = template && this.nextTryAt.get(keyOf(template));
    if (!template || until === undefined) return undefined;
    const now = this.now();
    if (now < until) return { reason: "throttled", retryAfterMs: until - now, ofPerson: true };
    this.nextTryAt.set(keyOf(template), now + templateRestMs);
    return undefined;
  }

  /** Takes the platform's answer to a message; a fault of the template is told once until it is sent again. */
  answered(template: OutboundTemplate | undefined, error?: GraphError): void {
    if (!template) return;
    const key = keyOf(template);
    const value = error && meaningOf(error).template;
    if (!error) this.nextTryAt.delete(key);
    if (!value) return;
    const isNews = !this.nextTryAt.has(key);
    this.nextTryAt.set(key, this.now() + templateRestMs);
    const { name, language } = template;
    if (isNews) this.onFault?.({ name, language, trouble: { type: "status", value } });
  }
}

const keyOf = ({ name, language }: OutboundTemplate): string => `${name} ${language}`;
