import { LRUCache } from "lru-cache";

/** Far more than are being added at any moment, or could not be while a database is away. */
const mostRemembered = 10_000;

/** What is being added at this moment, or could not be, so that nothing is written of it before it is there. */
export class BeingAdded {
  private readonly adding = new LRUCache<string, Promise<unknown>>({ max: mostRemembered });

  /** Remembers one while it is being added; where that fails, until it is tried again. */
  async during<T>(id: string, adding: Promise<T>): Promise<T> {
    this.adding.set(id, adding);
    const added = await adding;
    this.adding.delete(id);
    return added;
  }

  /** Resolves when it is there; rejects where it could not be added. */
  async over(id: string): Promise<void> {
    await this.adding.get(id);
  }
}
