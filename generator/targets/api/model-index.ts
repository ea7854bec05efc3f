import type { ApiModel, Channel, Message, Operation } from "../../model/api.ts";

/** The model's lists by id, so that ten thousand messages are looked up and not searched. */
export interface ModelIndex {
  readonly model: ApiModel;
  message(id: string): Message;
  channel(id: string): Channel;
  operationsOn(channelIds: readonly string[]): readonly Operation[];
}

/** Indexes a model, which is whole: an id that it does not have is a defect and throws. */
export function indexModel(model: ApiModel): ModelIndex {
  const messages = new Map(model.messages.map((message) => [message.id, message]));
  const channels = new Map(model.channels.map((channel) => [channel.id, channel]));
  const operations = operationsByChannel(model.operations);
  return {
    model,
    message: (id) => found(messages.get(id), "message", id),
    channel: (id) => found(channels.get(id), "channel", id),
    operationsOn: (channelIds) => channelIds.flatMap((id) => operations.get(id) ?? []),
  };
}

function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) {
    throw new Error(`the model has no ${what} "${id}"`);
  }
  return value;
}

function operationsByChannel(operations: readonly Operation[]): ReadonlyMap<string, Operation[]> {
  const byChannel = new Map<string, Operation[]>();
  for (const operation of operations) {
    const sharing = byChannel.get(operation.channelId) ?? [];
    sharing.push(operation);
    byChannel.set(operation.channelId, sharing);
  }
  return byChannel;
}
