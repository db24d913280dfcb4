import { mongo } from "mongoose";

/** The driver that mongoose brings with it, so that tests speak to an engine by the very version that the application uses. */
export const { MongoClient, ObjectId, UUID, Long, Double, Int32, Decimal128 } = mongo;
export type MongoClient = mongo.MongoClient;
export type MongoServerError = mongo.MongoServerError;
export type MongoBulkWriteError = mongo.MongoBulkWriteError;
export type Document = mongo.Document;
export type Collection<T extends Document = Document> = mongo.Collection<T>;
