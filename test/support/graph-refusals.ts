/** A refusal of the Graph API, in its own form. */
export interface GraphRefusal {
  readonly status: number;
  readonly code: number;
  readonly title: string;
  readonly details?: string;
}

const refusal = (status: number, code: number, title: string, details?: string): GraphRefusal => ({
  status,
  code,
  title,
  ...(details === undefined ? {} : { details }),
});

/** What the platform says and means, for what the stand-in refuses by itself or is told to. */
export const graphRefusals = {
  expired: refusal(401, 190, "Error validating access token: Session has expired"),
  unknown: refusal(400, 100, "Unsupported get request. Object with ID does not exist"),
  parameter: refusal(400, 131_009, "Parameter value is not valid"),
  missing: refusal(400, 131_008, "Required parameter is missing"),
  recipient: refusal(400, 131_026, "Message undeliverable"),
  throughput: refusal(429, 130_429, "Rate limit hit"),
  pair: refusal(400, 131_056, "(Business Account, Consumer Account) pair rate limit hit"),
  window: refusal(400, 131_047, "Re-engagement message"),
  overloaded: refusal(503, 131_016, "Service unavailable"),
  fault: refusal(500, 131_000, "Something went wrong"),
  media: refusal(400, 131_053, "Media upload error"),
  noTemplate: refusal(404, 132_001, "Template does not exist"),
  pausedTemplate: refusal(400, 132_015, "Template is paused"),
} as const;
