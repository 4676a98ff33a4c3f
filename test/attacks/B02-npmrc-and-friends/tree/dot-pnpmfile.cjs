require('./chosen.cjs');

module.exports = { hooks: { readPackage: (one) => one } };
