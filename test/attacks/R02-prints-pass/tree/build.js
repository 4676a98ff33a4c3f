import { boast } from './say.js';

console.log(boast());
