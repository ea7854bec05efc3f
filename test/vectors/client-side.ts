import type {
  CloseStep,
  Connect,
  QuestionStep,
  RawStep,
  ReceiveStep,
  Refused,
  RequestStep,
  SendStep,
  UnansweredStep,
} from "./vector.ts";

/** Who plays the client of a vector: does what its steps say and holds what comes of it to them. */
export interface ClientSide {
  open(connect: Connect): Promise<void>;
  /** Connects and is refused; false: it asked nobody. */
  refused(connect: Connect): Promise<boolean>;
  /** True: the frame is on the wire. */
  send(step: SendStep | RawStep): Promise<boolean>;
  /** What comes of a frame that the gateway refused. */
  told(refused: Refused): Promise<void>;
  receive(step: ReceiveStep, isForwarded: boolean): Promise<void>;
  /** Asks and does not wait. */
  request(step: RequestStep): void;
  unanswered(step: UnansweredStep): Promise<void>;
  /** Before the server asks. */
  willAnswer(step: QuestionStep): void;
  answer(step: QuestionStep): Promise<void>;
  /** Ends the connection where the client does, before anybody else looks at it. */
  close(step: CloseStep): void;
  /** The connection ended, and is opened again where the vector says so. */
  ended(step: CloseStep): Promise<void>;
  /** Ends; what came and was not in the vector. */
  finish(): Promise<readonly unknown[]>;
}
