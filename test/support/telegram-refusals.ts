/** A refusal of the Bot API, in its own words. */
export interface Refusal {
  readonly status: number;
  readonly description: string;
  /** Seconds, as in `parameters.retry_after`. */
  readonly retryAfter?: number;
}

/** What Telegram says and means, for what the stand-in refuses by itself. */
export const refusals = {
  unauthorized: { status: 401, description: "Unauthorized" },
  notFound: { status: 404, description: "Not Found" },
  twoPollers: {
    status: 409,
    description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  },
  webhookActive: {
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  },
  unknownChat: { status: 400, description: "Bad Request: chat not found" },
  blocked: { status: 403, description: "Forbidden: bot was blocked by the user" },
  deactivated: { status: 403, description: "Forbidden: user is deactivated" },
  kicked: { status: 403, description: "Forbidden: bot was kicked from the group chat" },
  emptyText: { status: 400, description: "Bad Request: message text is empty" },
  longText: { status: 400, description: "Bad Request: message is too long" },
  longCaption: { status: 400, description: "Bad Request: message caption is too long" },
  emptyFile: { status: 400, description: "Bad Request: file must be non-empty" },
  noPhoto: { status: 400, description: "Bad Request: IMAGE_PROCESS_FAILED" },
  thinPhoto: { status: 400, description: "Bad Request: PHOTO_INVALID_DIMENSIONS" },
  bigPhoto: { status: 400, description: "Bad Request: PHOTO_SAVE_FILE_INVALID" },
  bigUpload: { status: 413, description: "Request Entity Too Large" },
  buttonData: { status: 400, description: "Bad Request: BUTTON_DATA_INVALID" },
  buttonText: { status: 400, description: "Bad Request: inline keyboard button text must be non-empty" },
  manyButtons: { status: 400, description: "Bad Request: reply markup is too long" },
  oldQuery: {
    status: 400,
    description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
  },
  wrongFile: { status: 400, description: "Bad Request: wrong file_id or the file is temporarily unavailable" },
  bigFile: { status: 400, description: "Bad Request: file is too big" },
  tooMany: (retryAfter: number) => ({
    status: 429,
    description: `Too Many Requests: retry after ${retryAfter}`,
    retryAfter,
  }),
} as const;
