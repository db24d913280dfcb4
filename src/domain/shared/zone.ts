/** The zone of every day, month and hour of the scheme, whatever zone the server runs in. */
export const ZONE = "Asia/Jakarta";
