// Here so that the compiler takes functions whose bodies are in package runtime.
