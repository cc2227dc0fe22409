import { ServiceError } from "../json-service";

// Types and messages as recorded from AWS by dynalite, which was tested against it, read 2026-11.

export const invalid = (message: string) => new ServiceError("com.amazon.coral.validate#ValidationException", message);
export const conditionFailed = () =>
  new ServiceError("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");

export const errors = {
  accessDenied: (message: string) => new ServiceError("com.amazon.coral.service#AccessDeniedException", message),
  unknownOperation: (message: string) => new ServiceError("com.amazon.coral.service#UnknownOperationException", message),
  notJson: () => new ServiceError("com.amazon.coral.service#SerializationException", "The request body is not a JSON object"),
  missingToken: () =>
    new ServiceError("com.amazon.coral.service#MissingAuthenticationTokenException", "Request is missing Authentication Token"),
  notFound: () => new ServiceError("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found"),
  /** Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html and API_PutItem.html, read 2026-11. */
  internalServerError: () =>
    new ServiceError("com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal server error", 500),
} as const;
