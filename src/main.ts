import { randomBytes, randomUUID } from "node:crypto";
import { pageHeaders } from "./channels/simulator/guard";
import { createSimulatorApp } from "./channels/simulator/pages";
import { type Config, loadConfig, readEnvironment } from "./config";
import { languages } from "./domain/messaging/contact";
import { healthOf } from "./health";
import { createLinkedPhone, type LinkedPhone } from "./linked-phone";
import { createLogger, type Logger } from "./logger";
import { createOfficePages } from "./operations/office-page";
import { createService, type Service } from "./service";
import { openStorage, type Storage } from "./storage/open-storage";
import { createVault } from "./storage/vault";
import { loadVaultKeys } from "./storage/vault-keys";
import { createOfficeApp } from "./web/office/office-app";
import { createWebApp, listen } from "./web/server";

/** The composition root: reads the configuration, opens the storage, wires, starts; stops in reverse order, in time. */
async function main(): Promise<void> {
  const config = loadConfig(readEnvironment(process.env));
  if (!config.ok) return refuse(config.error);
  const logger = createLogger(config.value.logLevel);
  const keys = await loadVaultKeys(config.value);
  if (!keys.ok) return refuse(keys.error);
  try {
    await run(
      config.value,
      logger,
      await openStorage({ ...config.value, vault: createVault({ keys: keys.value }), logger, engineThread: true }),
    );
  } catch (error) {
    refuse(error instanceof Error ? error.message : "The service could not start.");
  }
}

async function run(config: Config, logger: Logger, storage: Storage): Promise<void> {
  const service = createService({ config, storage, logger, clock: Date.now });
  const phone = config.whatsAppWeb ? createLinkedPhone({ config, service, logger }) : undefined;
  const web = await listen(webApp(config, service, phone, logger), config).catch(async (error) => {
    await storage.close();
    throw error;
  });
  const starting = service.start();
  const stopAll = async (): Promise<void> => {
    const noMore = Promise.all([web.close(), phone?.stop()]);
    await starting.catch(() => undefined);
    await service.stop();
    await noMore;
    await storage.close();
  };
  // Heard from the first request on: whoever is served may already be in the middle of a turn.
  const stop = stopper(stopAll, logger);
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  await starting.catch(async (error) => {
    await stopAll();
    throw error;
  });
  phone?.start();
  logger.info(
    { url: web.url, storage: storage.kind, channels: service.channels.map(({ name }) => name) },
    "Kamar Lindung serves",
  );
  if (service.simulator) process.stdout.write(`\nKamar Lindung: ${web.url}\n\n`);
}

/**
 * Stops once, in order; what takes longer than the platform waits is cut off, and finished after the next start. Asked again
 * it changes nothing: a signal to a whole group of processes comes twice, straight and through npm.
 */
function stopper(stopAll: () => Promise<void>, logger: Logger): () => void {
  let isStopping = false;
  return () => {
    if (isStopping) return;
    isStopping = true;
    logger.info("stopping");
    // An exit in the middle of a write of the embedded engine would wait for that write for ever.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), longestStopMs).unref();
    stopAll().then(
      () => process.exit(0),
      (error) => {
        logger.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
}

/** A supervisor waits 10 seconds. Milliseconds. */
const longestStopMs = 9_500;

function webApp(config: Config, service: Service, phone: LinkedPhone | undefined, logger: Logger) {
  const { simulator, telegram, whatsAppCloud, translator } = service;
  const isWebhook = config.telegram?.mode.type === "webhook";
  return createWebApp({
    logger,
    // Nobody has said which language: both.
    words: (key, params) =>
      languages.map((language) => translator.render(params ? { key, params } : { key }, language)).join(" / "),
    health: () => healthOf(service, phone),
    metrics: async () => service.metrics.render(await phone?.counts()),
    ...(telegram && isWebhook
      ? { telegramWebhook: { path: "/telegram/webhook", receive: (post) => telegram.webhook(post) } }
      : {}),
    ...(whatsAppCloud
      ? {
          whatsAppWebhook: {
            path: "/whatsapp/webhook",
            verify: (question) => whatsAppCloud.verify(question),
            receive: (post) => whatsAppCloud.webhook(post),
          },
        }
      : {}),
    mount: (app) => {
      app.route("/", officePages(config, service));
      if (simulator) app.route("/", createSimulatorApp(simulator, { translator, logger }));
      if (phone) app.route("/", phone.pages);
    },
  });
}

function officePages({ publicUrl }: Config, { deps, translator }: Service) {
  return createOfficeApp({
    pages: createOfficePages(deps, { randomBytes, clock: Date.now }),
    headers: pageHeaders,
    words: (text, language) => translator.render(text, language),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

process.on("unhandledRejection", (error) => {
  createLogger("error").fatal({ err: error, errorId: randomUUID() }, "a defect: a failure that nobody waited for");
  process.exit(1);
});
void main();
