import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Clients } from "../../comparison/deployed/clients";
import type { TargetStack } from "../../comparison/target/target-stack";
import { inventUser, type NamedUser } from "../../comparison/target/test-users";
import type { UserRecord } from "../../config/user-record";

type Attributes = Readonly<Record<string, string>>;

/** A user with a record in the directory. */
export interface Person extends NamedUser {
  readonly record: UserRecord;
}

interface Description {
  readonly name: string;
  readonly groups: readonly string[];
  readonly attributes: Attributes;
  readonly record: Omit<UserRecord, "userId">;
}

const asList = (attributes: Attributes) => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** A deployed stack's pool and directory, as an administrator uses them. */
export class Directory {
  constructor(
    private readonly clients: Pick<Clients, "cognito" | "tables">,
    private readonly target: TargetStack,
    private readonly tableName: string,
  ) {}

  /** Creates the user in the pool with these attributes, and the record. */
  async createPerson({ name, groups, attributes, record }: Description): Promise<Person> {
    const { cognito } = this.clients;
    const user = inventUser(groups, name);
    await this.target.createUser(user);
    const place = { UserPoolId: this.target.userPoolId, Username: user.username };
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...place, UserAttributes: asList(attributes) }));
    const person = { name, ...user, record: { userId: await this.#findSub(user.username), ...record } };
    await this.put(person.record);
    return person;
  }

  /** As a user does it; resolves with the `sub`. */
  async signUp(): Promise<string> {
    const { username: Username, password: Password } = inventUser([], "newcomer");
    const UserAttributes = asList({ name: "Ada", locale: "en" });
    await this.clients.cognito.send(new SignUpCommand({ ClientId: this.target.clientId, Username, Password, UserAttributes }));
    await this.clients.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: this.target.userPoolId, Username }));
    return this.#findSub(Username);
  }

  async get(userId: string): Promise<unknown> {
    const { Item } = await this.clients.tables.send(new GetItemCommand({ TableName: this.tableName, Key: marshall({ userId }) }));
    return Item === undefined ? undefined : unmarshall(Item);
  }

  async put(record: Readonly<Record<string, unknown>> | UserRecord): Promise<void> {
    await this.clients.tables.send(new PutItemCommand({ TableName: this.tableName, Item: marshall(record) }));
  }

  async remove({ record: { userId } }: Person): Promise<void> {
    await this.clients.tables.send(new DeleteItemCommand({ TableName: this.tableName, Key: marshall({ userId }) }));
  }

  async #findSub(Username: string): Promise<string> {
    const found = await this.clients.cognito.send(new AdminGetUserCommand({ UserPoolId: this.target.userPoolId, Username }));
    return found.UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  }
}
