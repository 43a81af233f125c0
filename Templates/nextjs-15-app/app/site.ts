export const site = {
  title: "<% title %>",
  repository: "<% repositoryURL %>",
};
