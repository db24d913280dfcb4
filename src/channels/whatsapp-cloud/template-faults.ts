import type { SendFailure } from "../../delivery/channel";
import { createSpan, type Span } from "../../delivery/span";
import type { OutboundTemplate } from "../../domain/messaging/message";
import type { GraphError } from "./client";
import { meaningOf, templateRestMs } from "./failures";
import type { TemplateTrouble } from "./template-events";

/** The templates that the platform does not send just now: only what needs them waits, until an operator has acted. */
export class TemplateFaults {
  /** The rest until the next try, by template and language. There are few templates, so it stays small. */
  private readonly rests = new Map<string, Span>();

  constructor(
    private readonly onFault: ((trouble: TemplateTrouble) => void) | undefined,
    private readonly now: () => number,
  ) {}

  /** Why a message must wait for its template; `undefined` where it may go, and then it is the one that tries. */
  resting(template: OutboundTemplate | undefined): SendFailure | undefined {
    const rest = template && this.rests.get(keyOf(template));
    if (!rest) return undefined;
    const leftMs = rest.leftMs();
    if (leftMs > 0) return { reason: "throttled", retryAfterMs: leftMs, ofPerson: true, ofTemplate: true };
    rest.begin(templateRestMs, this.now());
    return undefined;
  }

  /** Takes the platform's answer to a message; a fault of the template is told once until it is sent again. */
  answered(template: OutboundTemplate | undefined, error?: GraphError): void {
    if (!template) return;
    const key = keyOf(template);
    const value = error && meaningOf(error).template;
    if (!error) this.rests.delete(key);
    if (!value) return;
    const isNews = !this.rests.has(key);
    const rest = createSpan(this.now);
    rest.begin(templateRestMs, this.now());
    this.rests.set(key, rest);
    const { name, language } = template;
    if (isNews) this.onFault?.({ name, language, trouble: { type: "status", value } });
  }
}

const keyOf = ({ name, language }: OutboundTemplate): string => `${name} ${language}`;
