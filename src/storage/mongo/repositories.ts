import type { Connection } from "mongoose";
import type { Repositories } from "../../operations/repositories";
import type { Vault } from "../vault";
import { MongoCareRepository } from "./cares";
import { MongoContactRepository } from "./contacts";
import { MongoDueItemRepository } from "./due-items";
import { MongoAuditLog, MongoOfficerRepository, MongoTaskRepository } from "./officers";
import { MongoEmployeeRepository, MongoOfficeRepository } from "./offices";
import { MongoPersonRepository } from "./persons";
import { MongoPledgeRepository } from "./pledges";
import { MongoAttachmentRepository, MongoProofRepository } from "./proofs";
import { MongoQuestionRepository, MongoTopicDraftRepository } from "./questions";
import { MongoSponsorRepository } from "./sponsors";
import { MongoWorkerRepository } from "./workers";

/** Every repository on one connection. */
export function createRepositories(connection: Connection, vault: Vault): Repositories {
  return {
    contacts: new MongoContactRepository(connection, vault),
    persons: new MongoPersonRepository(connection, vault),
    workers: new MongoWorkerRepository(connection, vault),
    sponsors: new MongoSponsorRepository(connection, vault),
    pledges: new MongoPledgeRepository(connection),
    dueItems: new MongoDueItemRepository(connection),
    offices: new MongoOfficeRepository(connection),
    employees: new MongoEmployeeRepository(connection, vault),
    proofs: new MongoProofRepository(connection, vault),
    attachments: new MongoAttachmentRepository(connection, vault),
    officers: new MongoOfficerRepository(connection, vault),
    audit: new MongoAuditLog(connection),
    tasks: new MongoTaskRepository(connection, vault),
    cares: new MongoCareRepository(connection, vault),
    questions: new MongoQuestionRepository(connection, vault),
    topicDrafts: new MongoTopicDraftRepository(connection, vault),
  };
}
