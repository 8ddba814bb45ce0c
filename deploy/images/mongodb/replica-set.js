// The health check of docker-compose.yml, run by mongosh: fails until this node takes writes.
// The first time it makes the node a replica set of one, since only a replica set has
// majority writes and change streams. The name is the one that clients reach it by.

try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") {
    throw error;
  }
  rs.initiate({ _id: "lyhord", members: [{ _id: 0, host: "mongodb:27017" }] });
}

if (!db.hello().isWritablePrimary) {
  quit(1);
}
