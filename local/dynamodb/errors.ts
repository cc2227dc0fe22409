/** A DynamoDB error with its full type name. AWS answers client errors with 400. */
export class DynamoDbError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = "DynamoDbError";
  }
}

// Types and messages as recorded from AWS by dynalite, which was tested against it, read 2026-11.

export const invalid = (message: string) => new DynamoDbError("com.amazon.coral.validate#ValidationException", message);
export const accessDenied = (message: string) => new DynamoDbError("com.amazon.coral.service#AccessDeniedException", message);
export const unknownOperation = (message: string) =>
  new DynamoDbError("com.amazon.coral.service#UnknownOperationException", message);
export const notJson = () =>
  new DynamoDbError("com.amazon.coral.service#SerializationException", "The request body is not a JSON object");
export const conditionFailed = () =>
  new DynamoDbError("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");
/** Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html and API_PutItem.html, read 2026-11. */
export const internalServerError = () =>
  new DynamoDbError("com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal server error", 500);
